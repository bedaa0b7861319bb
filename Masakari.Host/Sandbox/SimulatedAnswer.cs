using System.Text.Encodings.Web;
using System.Text.Json;

namespace Masakari.Host.Sandbox;

/// <summary>An HTTP answer, independent of the transport.</summary>
internal sealed record SimulatedAnswer
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public required int Status { get; init; }

    public string ContentType { get; init; } = "application/json";

    public ReadOnlyMemory<byte> Body { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The request is executed at once, but the answer is delayed by this time.</summary>
    public TimeSpan HeldBackFor { get; init; }

    /// <summary>No answer: the connection is closed.</summary>
    public bool IsLost { get; init; }

    public static SimulatedAnswer Lost { get; } = new() { Status = 0, IsLost = true };

    public static SimulatedAnswer Empty(int status) => new() { Status = status };

    /// <summary>Property names become snake_case; other names need a dictionary.</summary>
    public static SimulatedAnswer Of<T>(int status, T body) => new() { Status = status, Body = JsonSerializer.SerializeToUtf8Bytes(body, Json) };

    public SimulatedAnswer With(string header, string value) => this with { Headers = [.. Headers, new(header, value)] };
}
