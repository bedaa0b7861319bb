namespace Masakari.Core.Configuration;

/// <summary>The options that exist: ours, because a room read them, and those of the original that have no work to do here.</summary>
public sealed class OptionCatalog
{
    private readonly Dictionary<(string Section, string Name), ConfOption> options = [];

    internal OptionCatalog(ForeignOptions foreign) => Foreign = foreign;

    /// <summary>Every option that some room reads, in the order of the first reading.</summary>
    public IReadOnlyCollection<ConfOption> Own => options.Values;

    internal ForeignOptions Foreign { get; }

    /// <summary>Learns the options by letting all rooms read a configuration without settings.</summary>
    internal static OptionCatalog Of(Action<Conf> readAll, ForeignOptions foreign)
    {
        var conf = new Conf([], [], new OptionCatalog(foreign));
        readAll(conf);
        return conf.Options;
    }

    internal OptionCatalog Copy()
    {
        var copy = new OptionCatalog(Foreign);
        foreach (var option in Own)
            copy.Add(option);
        return copy;
    }

    /// <summary>Keeps the first description of an option and gives that one.</summary>
    internal ConfOption Add(ConfOption option)
    {
        options.TryAdd((SectionName.Normal(option.Section), option.Name), option);
        return options[(SectionName.Normal(option.Section), option.Name)];
    }

    /// <summary>The option under its current name, ours or a foreign one.</summary>
    internal ConfOption? Find(string section, string name) =>
        options.GetValueOrDefault((SectionName.Normal(section), name)) ?? Foreign.Find(section, name)?.ToOption(name);

    internal bool Owns(string section, string name) => Names().Contains((SectionName.Normal(section), name));

    internal bool Knows(string section, string name) => Owns(section, name) || Foreign.Find(section, name) is not null;

    internal bool KnowsSection(string section) =>
        Foreign.HasSection(section) || Names().Any(name => name.Section == SectionName.Normal(section));

    /// <summary>All names that may be written, old ones included, for a hint at the right one.</summary>
    internal IEnumerable<(string Section, string Name)> AllNames() => Names().Concat(Foreign.Names);

    private IEnumerable<(string Section, string Name)> Names() =>
        options.Values.SelectMany(option => option.Names).Select(name => (SectionName.Normal(name.Section), name.Name));
}
