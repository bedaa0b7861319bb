using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Masakari.Core.Persistence;
using Masakari.Host.Service;
using Microsoft.Extensions.Logging;

namespace Masakari.Tests;

/// <summary>docs/events.md names every log event. <c>MASAKARI_ACCEPT=1</c> rewrites its table.</summary>
public sealed partial class EventsDocumentTests
{
    [Test]
    public async Task Names_every_log_event()
    {
        var path = Checkout.File("docs", "events.md");
        var document = (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n");
        var table = string.Concat(Events().Select(line => line + "\n"));

        if (Environment.GetEnvironmentVariable("MASAKARI_ACCEPT") == "1")
            await File.WriteAllTextAsync(path, Rows().Replace(document, _ => table, 1));

        Assert.That(Rows().Match(await File.ReadAllTextAsync(path)).Value, Is.EqualTo(table));
    }

    private static IEnumerable<string> Events() =>
        from type in new[] { typeof(Database).Assembly, typeof(MasakariService).Assembly }.SelectMany(assembly => assembly.GetTypes())
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let said = method.GetCustomAttribute<LoggerMessageAttribute>()
        where said is not null
        orderby said.EventId
        select string.Create(
            CultureInfo.InvariantCulture,
            $"| {said.EventId} | {(said.Level == LogLevel.None ? "varies" : said.Level)} | {Shown(said.Message)} |");

    /// <summary>Without the <c>:l</c> that only keeps a text out of quotes.</summary>
    private static string Shown(string template) =>
        template.Replace(":l}", "}", StringComparison.Ordinal).Replace("|", @"\|", StringComparison.Ordinal);

    [GeneratedRegex(@"(^\| \d+ \|.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
