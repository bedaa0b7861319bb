using System.Text.Encodings.Web;
using System.Text.Json;

namespace Masakari.Host.Sandbox;

/// <summary>An HTTP answer, free of the way it goes out by.</summary>
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

    /// <summary>What was asked for is done, but the answer is held back so long.</summary>
    public TimeSpan HeldBackFor { get; init; }

    /// <summary>No answer at all: the connection is closed.</summary>
    public bool IsLost { get; init; }

    public static SimulatedAnswer Lost { get; } = new() { Status = 0, IsLost = true };

    public static SimulatedAnswer Empty(int status) => new() { Status = status };

    /// <summary>Names become snake_case; whatever does not fit that is a dictionary key.</summary>
    public static SimulatedAnswer Of<T>(int status, T body) => new() { Status = status, Body = JsonSerializer.SerializeToUtf8Bytes(body, Json) };

    public SimulatedAnswer With(string header, string value) => this with { Headers = [.. Headers, new(header, value)] };
}
