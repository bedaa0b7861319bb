using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Masakari.Host.Api.Wire;

/// <summary>
/// Writes JSON with the same bytes as the original (<see cref="PythonStyle"/>): names in snake_case, in the order of declaration.
/// </summary>
internal static class PythonJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new PythonFloat() },
    };

    // This encoder does not escape <, >, & and '. PythonStyle escapes what is not ASCII.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The caller disposes of it.</summary>
    public static PooledBytes Bytes<T>(T value)
    {
        using var compact = new PooledBytes();
        using (var writer = new Utf8JsonWriter(compact, Compact))
            JsonSerializer.Serialize(writer, value, Options);
        var styled = new PooledBytes();
        PythonStyle.Restyle(compact.Written.Span, styled);
        return styled;
    }

    public static string Text<T>(T value)
    {
        using var bytes = Bytes(value);
        return Encoding.ASCII.GetString(bytes.Written.Span);
    }

    /// <summary>Python writes 1.0 where .NET writes 1.</summary>
    private sealed class PythonFloat : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
            writer.WriteRawValue(PythonText.Float(value), skipInputValidation: true);
    }
}
