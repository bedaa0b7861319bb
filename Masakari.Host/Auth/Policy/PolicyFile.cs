using System.Buffers;
using System.Text;
using Masakari.Core.Configuration;
using YamlDotNet.Core;

namespace Masakari.Host.Auth.Policy;

/// <summary>One policy file, taken apart. It is read whole or not at all.</summary>
internal sealed record PolicyFile
{
    private const int MostBytes = 1 << 20;

    // A crash can leave zeros where the rules were, and to the parser the first one is the end of the file.
    private static readonly SearchValues<char> NoText = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code).Except(['\t', '\n', '\r']), '\x7f']);

    public IReadOnlyList<WrittenRule> Rules { get; private init; } = [];

    /// <summary>Why it can't be used, or <see langword="null"/>.</summary>
    public ConfError? Error { get; private init; }

    /// <summary>One without rules. It need not be opened, and should not: a pipe has no length either, and nobody may ever write into it.</summary>
    public static PolicyFile Empty { get; } = new();

    public static PolicyFile Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var buffer = GC.AllocateUninitializedArray<byte>(MostBytes + 1);
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MostBytes)
                return Broken(path, 0, "is longer than a megabyte");
            using var bytes = new MemoryStream(buffer, 0, length);
            using var reader = new StreamReader(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            var text = reader.ReadToEnd();
            return text.AsSpan().IndexOfAny(NoText) is var at and >= 0
                ? Broken(path, text.AsSpan(0, at).Count('\n') + 1, $"is no text: it holds the character U+{(int)text[at]:X4}")
                : new PolicyFile { Rules = PolicyYaml.Read(path, text) };
        }
        catch (YamlException problem)
        {
            return Broken(path, (int)problem.Start.Line, problem.Message);
        }
        catch (DecoderFallbackException)
        {
            return Broken(path, 0, "is not UTF-8");
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            return Broken(path, 0, $"is not YAML: {problem.Message}");   // the parser stumbles so over some garbage
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Broken(path, 0, $"cannot be read: {problem.Message}");
        }
    }

    private static PolicyFile Broken(string path, int line, string message) => new() { Error = new ConfError(path, line, null, message) };
}
