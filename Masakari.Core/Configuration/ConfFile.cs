using System.Text;

namespace Masakari.Core.Configuration;

/// <summary>One source of settings, taken apart: its assignments in order, its section lines and what could not be understood.</summary>
internal sealed class ConfFile
{
    public required string Path { get; init; }

    public required IReadOnlyList<ConfEntry> Entries { get; init; }

    public IReadOnlyList<ConfHeading> Headings { get; init; } = [];

    public IReadOnlyList<ConfError> Errors { get; init; } = [];

    public bool WasRead { get; private init; } = true;

    public static ConfFile Parse(string text, string path) => new ConfParser(path).Parse(text);

    /// <summary>Reads a file; one that can't be read or isn't UTF-8 becomes a file with an error and no entries.</summary>
    public static ConfFile Read(string path)
    {
        byte[] bytes = [];
        try
        {
            bytes = File.ReadAllBytes(path);
            return Parse(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes), path);
        }
        catch (DecoderFallbackException broken)
        {
            return Unreadable(path, 1 + bytes.AsSpan(0, broken.Index).Count((byte)'\n'), "this line is not UTF-8");
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable(path, 0, "no such file");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, 0, $"cannot be read: {problem.Message}");
        }
    }

    /// <summary>
    /// The variables <c>OS_GROUP__OPTION</c> as one more file, which is read last and so beats the others. Names are upper case throughout.
    /// </summary>
    public static ConfFile FromEnvironment(IReadOnlyDictionary<string, string> variables) => new()
    {
        Path = "environment",
        Entries = [.. from variable in variables
                      orderby variable.Key
                      let parts = variable.Key.Split("__", 2)
                      where parts.Length == 2 && parts[0].Length > 3 && parts[1].Length > 0
                      where variable.Key.StartsWith("OS_", StringComparison.Ordinal) && !variable.Key.Any(char.IsLower)
                      select new ConfEntry(variable.Key, 0, SectionName.Normal(parts[0][3..]), parts[1].ToLowerInvariant(), variable.Value)],
    };

    private static ConfFile Unreadable(string path, int line, string message) =>
        new() { Path = path, Entries = [], WasRead = false, Errors = [new ConfError(path, line, null, message) { IsWholeSource = true }] };
}
