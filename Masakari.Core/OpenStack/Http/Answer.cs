using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Masakari.Core.OpenStack.Http;

/// <summary>A service's answer, read to its end.</summary>
internal sealed partial class Answer(string call, int status, HttpResponseHeaders headers, byte[] body)
{
    public int Status { get; } = status;

    /// <summary>The service's clock, or <see langword="null"/>: some WSGI servers send no Date.</summary>
    public DateTimeOffset? Date { get; } = headers.Date;

    /// <summary>
    /// How far the service's clock is at least ahead of ours (negative: behind), as <see cref="Date"/> proves. Date has whole seconds, and
    /// the answer took its time, so the real difference may be larger. Null without a Date.
    /// </summary>
    public TimeSpan? Ahead { get; init; }

    public string? RequestId { get; } = Header(headers, "x-openstack-request-id") ?? Header(headers, "x-compute-request-id");

    public bool IsSuccess => Status is >= 200 and < 300;

    public string? Header(string name) => Header(headers, name);

    /// <exception cref="OpenStackException">The body is not what was expected.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw Unreadable("it is empty", cause: null);
        }
        catch (JsonException e)
        {
            throw Unreadable(Reason(e), e);
        }
    }

    /// <summary>
    /// The service's own words about a failure: <c>{"conflictingRequest": {"code": 409, "message": "…"}}</c>; <see langword="null"/> when
    /// it is no such document.
    /// </summary>
    public string? FaultText() => Fault()?.Text;

    /// <summary>The name of that document, such as <c>itemNotFound</c>.</summary>
    public string? FaultName() => Fault()?.Name;

    /// <summary>What is wrong with a field, in words: the reader's own name types of this program, which mean nothing to an operator.</summary>
    public static string Reason(JsonException e)
    {
        if (Missing().Match(e.Message) is { Success: true } missing)
            return $"{missing.Groups["fields"].Value} is missing{(e.Path is { Length: > 1 } place ? $" in {place}" : "")}";
        if (e.Message.Contains("nullability annotation", StringComparison.Ordinal)) return $"{e.Path} is null";
        return e.Message.Contains("could not be converted", StringComparison.Ordinal) ? $"{e.Path} is of the wrong kind" : "it is no JSON";
    }

    private (string Name, string Text)? Fault()
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            foreach (var fault in document.RootElement.EnumerateObject())
                if (Message(fault.Value) is { } text) return (fault.Name, text);
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private OpenStackException Unreadable(string reason, JsonException? cause) =>
        new(FailureKind.Unreachable, $"{call}: the answer can't be read: {reason}", Status, RequestId, cause);

    [GeneratedRegex(@"missing required properties including: (?<fields>'[^.]*')")]
    private static partial Regex Missing();

    private static string? Message(JsonElement fault) =>
        fault.ValueKind == JsonValueKind.Object && fault.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString() : null;

    private static string? Header(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
