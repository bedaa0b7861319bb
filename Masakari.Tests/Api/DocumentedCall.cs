using System.Text.RegularExpressions;

namespace Masakari.Tests.Api;

/// <summary>A curl command of docs/api.md; <c>api</c> is the shell function that the document defines.</summary>
internal sealed partial record DocumentedCall(string Method, string Url, string? Body, (string Name, string Value)[] Headers)
{
    public static DocumentedCall Parse(string command)
    {
        var words = new Queue<string>(Word().Matches(command).Select(word => word.Value.Trim('\'', '"')));
        var call = new DocumentedCall("GET", "", null, words.Dequeue() == "curl" ? [] : [("OpenStack-API-Version", "instance-ha 1.3")]);
        while (words.TryDequeue(out var word))
        {
            call = word switch
            {
                "-X" => call with { Method = words.Dequeue() },
                "-I" => call with { Method = "HEAD" },
                "-d" => call with { Body = words.Dequeue() },
                "-H" => call.With(words.Dequeue().Split(": ", 2)),
                _ => call with { Url = word },
            };
        }

        return call;
    }

    private DocumentedCall With(string[] header) => this with { Headers = [.. Headers.Where(known => known.Name != header[0]), (header[0], header[1])] };

    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+""")]
    private static partial Regex Word();
}
