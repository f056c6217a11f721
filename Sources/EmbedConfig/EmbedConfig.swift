import Foundation
import PackagePlugin

/// Puts every file of `Config/` into the binary, so that an empty folder with an `Inbox/` works.
///
/// `Config/` stays the one source of truth: a file added there is in the next build, no Swift touched.
@main
struct EmbedConfig: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let config = context.package.directoryURL.appending(path: "Config")
    let files = try FileManager.default.subpathsOfDirectory(atPath: config.path)
      .filter { $0.hasSuffix(".yaml") && !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
      .sorted()
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedConfig.swift")
    return [
      .buildCommand(
        displayName: "Embedding Config/",
        executable: URL(filePath: "/bin/sh"),
        arguments: ["-c", script, "sh", config.path, output.path] + files,
        inputFiles: files.map { config.appending(path: $0) },
        outputFiles: [output])
    ]
  }

  /// Writes one raw string literal per file; five number signs outlast anything a YAML file says.
  private var script: String {
    """
    set -eu
    config=$1 output=$2; shift 2
    {
      echo '/// The files of Config/ as they were when this binary was built: path below Config/, text.'
      echo 'enum EmbeddedConfig {'
      echo '  static let files: [(path: String, text: String)] = ['
      for file in "$@"; do
        printf '("%s", #####\"""\\n' "$file"
        cat "$config/$file"
        printf '\\n\"""#####),\\n'
      done
      echo '  ]'
      echo '}'
    } > "$output"
    """
  }
}
