import Pipeline
@main struct D { static func main() { print(f()) } }
