namespace Masakari.Core.Configuration;

/// <summary>Options of the original that an operator set and that have no effect.</summary>
internal sealed class IdleSettings(Conf conf)
{
    /// <summary>One line that names them all with the reason; <see langword="null"/> when there are none.</summary>
    public string? Notes
    {
        get
        {
            var notes = from set in Set(ForeignKind.Note)
                        let option = set.Foreign.Name == "*" ? "" : " " + set.Entry.Name
                        group $"[{set.Entry.Section}]{option}" by set.Foreign.Text into names
                        select $"{string.Join(", ", names.Distinct())} ({names.Key})";
            var line = string.Join("; ", notes);
            return line.Length == 0 ? null : "Settings without effect: " + line;
        }
    }

    public IEnumerable<ConfError> Warnings => Set(ForeignKind.Warn).Select(set => ConfError.At(set.Entry, set.Foreign.Text));

    private IEnumerable<(ConfEntry Entry, ForeignOption Foreign)> Set(ForeignKind kind) =>
        from entry in conf.Files.SelectMany(file => file.Entries)
        group entry by (SectionName.Normal(entry.Section), entry.Name) into written
        let last = written.Last()
        where !conf.Options.Owns(last.Section, last.Name)
        let foreign = conf.Options.Foreign.Find(last.Section, last.Name)
        where foreign is not null && foreign.Kind == kind && !foreign.IsDefault(last.Value)
        select (last, foreign);
}
