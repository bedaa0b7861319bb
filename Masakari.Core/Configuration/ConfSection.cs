using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Masakari.Core.Configuration;

/// <summary>
/// One section, read option by option. Every accessor notes the option as a known one, and answers its fallback when the option is not set or,
/// with an error kept in <see cref="Conf.Errors"/>, when its value is of the wrong kind. <c>was</c> names older spellings, as <c>section.name</c>.
/// </summary>
[SuppressMessage("Naming", "CA1720", Justification = "An accessor is called after the type of the option.")]
public sealed class ConfSection
{
    private readonly Conf conf;

    internal ConfSection(Conf conf, string name)
    {
        this.conf = conf;
        Name = name;
    }

    /// <summary>The section's name.</summary>
    public string Name { get; }

    /// <summary>A text, taken as it stands; it may hold line breaks.</summary>
    /// <param name="name">The option.</param>
    /// <param name="fallback">The default; <see langword="null"/> for none.</param>
    /// <param name="help">A sentence or two for the sample file.</param>
    /// <param name="secret">Whether the value must never be shown.</param>
    /// <param name="was">Older names.</param>
    /// <param name="choices">The values allowed, exactly so; any when <see langword="null"/>.</param>
    /// <returns>The text, empty when the option has an empty value; <see langword="null"/> only if <paramref name="fallback"/> is.</returns>
    [return: NotNullIfNotNull(nameof(fallback))]
    public string? Text(
        string name, string? fallback, string help, bool secret = false, IReadOnlyList<string>? was = null, IReadOnlyList<string>? choices = null) =>
        Read(name, fallback, fallback, help, choices is null ? ConfTypes.Text : ConfTypes.OneOf(choices), was, secret);

    /// <summary>true, 1, on, yes or false, 0, off, no, in any case.</summary>
    public bool Bool(string name, bool fallback, string help, IReadOnlyList<string>? was = null) =>
        Read(name, fallback, fallback ? "true" : "false", help, ConfTypes.Bool, was);

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public int Int(string name, int fallback, string help, int min = int.MinValue, int max = int.MaxValue, IReadOnlyList<string>? was = null) =>
        Read(name, fallback, Written(fallback), help, ConfTypes.Whole("a whole number", min, max), was);

    /// <summary>A whole number, or <see langword="null"/> when the option is not set or stands there without a value.</summary>
    public int? OptionalInt(string name, string help, int min = int.MinValue, int max = int.MaxValue, IReadOnlyList<string>? was = null) =>
        Read<int?>(name, null, null, help, ConfTypes.OptionalWhole("a whole number", min, max), was);

    /// <summary>A whole number of seconds; fallback, minimum and maximum are seconds, too.</summary>
    public TimeSpan Seconds(
        string name, int fallback, string help, int min = int.MinValue, int max = int.MaxValue, IReadOnlyList<string>? was = null) =>
        TimeSpan.FromSeconds(Read(name, fallback, Written(fallback), help, ConfTypes.Whole("a whole number of seconds", min, max), was));

    /// <summary>A whole number of seconds, or <see langword="null"/> when the option is not set or stands there without a value.</summary>
    public TimeSpan? OptionalSeconds(string name, string help, int min = int.MinValue, int max = int.MaxValue, IReadOnlyList<string>? was = null) =>
        Read<int?>(name, null, null, help, ConfTypes.OptionalWhole("a whole number of seconds", min, max), was) is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>A decimal number, written with a point.</summary>
    public double Decimal(string name, double fallback, string help, double min = double.MinValue, double max = double.MaxValue) =>
        Read(name, fallback, fallback.ToString(CultureInfo.InvariantCulture), help, ConfTypes.Decimal(min, max), null);

    /// <summary>A TCP port, 0 to 65535.</summary>
    public int Port(string name, int fallback, string help, int min = 0) =>
        Read(name, fallback, Written(fallback), help, ConfTypes.Whole("a port", min, 65535), null);

    /// <summary>An absolute URL; <see langword="null"/> when the option is not set and has no default.</summary>
    public Uri? Uri(string name, string? fallback, string help, IReadOnlyList<string>? was = null) =>
        Read(name, fallback is null ? null : new Uri(fallback), fallback, help, ConfTypes.Uri, was);

    /// <summary>An IPv4 or IPv6 address (without brackets) or a host name.</summary>
    [return: NotNullIfNotNull(nameof(fallback))]
    public string? HostAddress(string name, string? fallback, string help, IReadOnlyList<string>? was = null) =>
        Read(name, fallback, fallback, help, ConfTypes.HostAddress, was);

    /// <summary>Items separated by commas, trimmed; an option without a value is an empty list. Quotes mean nothing.</summary>
    public IReadOnlyList<string> List(string name, IReadOnlyList<string> fallback, string help, IReadOnlyList<string>? was = null) =>
        Read(name, fallback, string.Join(",", fallback), help, ConfTypes.List, was);

    /// <summary>Lists with names, <c>pre:[a,b],main:[c]</c>, as the recovery flows are written.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Lists(
        string name, IReadOnlyDictionary<string, IReadOnlyList<string>> fallback, string help) =>
        Read(name, fallback, NamedLists.Render(fallback), help, NamedLists.Type, null);

    /// <summary>One value for each time the option is written, those of the first file first; the environment replaces them all.</summary>
    public IReadOnlyList<string> Multi(string name, IReadOnlyList<string> fallback, string help)
    {
        var usual = fallback.Count == 0 ? null : string.Join(" ", fallback);
        conf.Options.Add(Option(name, "text, and may be given several times", usual, help, null, secret: false));
        var written = conf.EntriesOf(Name, name);
        if (written.Any(entry => entry.IsEnvironment))
            written = [written[^1]];
        return written.Count == 0 ? fallback : [.. written.Select(entry => conf.Substitution.Apply(entry, secret: false)).OfType<string>()];
    }

    /// <summary>Whether a file or the environment sets the option, under its current name or, once it was read, an older one.</summary>
    public bool IsSet(string name) => Find(name) is not null;

    /// <summary>Reports a value that a room's own check refused, at the place where it stands. Don't put secrets into the message.</summary>
    public void Error(string name, string message) => conf.Fail(Remark(name, message));

    /// <summary>Like <see cref="Error"/>, but the configuration stays usable.</summary>
    public void Warn(string name, string message) => conf.Warn(Remark(name, message));

    private ConfError Remark(string name, string message) =>
        (Find(name) is { } entry ? ConfError.At(entry, message) : new ConfError(null, 0, $"[{Name}] {name}", message))
            with { Section = SectionName.Normal(Name) };

    private ConfEntry? Find(string name) =>
        conf.Find(conf.Options.Find(Name, name) ?? new ConfOption { Section = Name, Name = name, Type = "" });

    [return: NotNullIfNotNull(nameof(fallback))]
    private T? Read<T>(string name, T? fallback, string? written, string help, ConfType<T> type, IReadOnlyList<string>? was, bool secret = false)
    {
        var option = conf.Options.Add(Option(name, type.Expected, written, help, was, secret));
        if (conf.Find(option) is not { } entry)
            return fallback;
        if (entry.Name != name || SectionName.Normal(entry.Section) != SectionName.Normal(Name))
            conf.Warn(ConfError.At(entry, $"old name, use {option}"));
        if (conf.Substitution.Apply(entry, secret) is not { } text)
            return fallback;
        if (type.TryParse(text, out var parsed))
            return parsed;
        var value = secret ? "the value" : Quoted.Text(entry.Value);
        conf.Fail(ConfError.At(entry, $"{value} is not {type.Expected}") with { Section = SectionName.Normal(Name) });
        return fallback;
    }

    private ConfOption Option(string name, string type, string? written, string help, IReadOnlyList<string>? was, bool secret) =>
        new() { Section = Name, Name = name, Type = type, Default = written, Help = help, Was = was ?? [], Secret = secret };

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
}
