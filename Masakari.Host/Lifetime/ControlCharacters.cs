using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace Masakari.Host.Lifetime;

/// <summary>Writes control characters in what is logged as <c>\u001B</c>, so that no client can begin a line of its own or give orders to a terminal.</summary>
internal sealed class ControlCharacters : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var (name, value) in logEvent.Properties)
        {
            if (value is ScalarValue { Value: string text } && text.Any(IsHarmful))
                logEvent.AddOrUpdateProperty(new LogEventProperty(name, new ScalarValue(Shown(text))));
        }
    }

    private static string Shown(string text) => string.Concat(text.Select(
        letter => IsHarmful(letter) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}") : letter.ToString()));

    private static bool IsHarmful(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029';
}
