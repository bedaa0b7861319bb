namespace Masakari.Core.Configuration;

/// <summary>Writes the sample files from the options that the rooms read, so that a sample has all of them and no other.</summary>
public static class SampleWriter
{
    private const int Width = 100;

    /// <summary>Writes the sample: the options that must be set, then every option with its help and default, by section.</summary>
    /// <param name="readAll">Lets every room read its options.</param>
    /// <param name="output">Receives the sample.</param>
    /// <param name="project">As <see cref="ConfSources.Project"/>.</param>
    public static void Write(Action<Conf> readAll, TextWriter output, string project = ConfSources.Service)
    {
        var catalog = OptionCatalog.Of(readAll, ForeignOptions.Of(project));
        foreach (var line in SampleHead.Of(project).Text.Split('\n'))
            output.Write(line.Length == 0 ? "#\n" : $"# {line}\n");
        var sections = catalog.Own.GroupBy(option => option.Section)
            .OrderBy(section => section.Key != SectionName.Default).ThenBy(section => section.Key, StringComparer.Ordinal);
        foreach (var section in sections)
        {
            output.Write($"\n\n[{section.Key}]\n");
            foreach (var option in section.OrderBy(option => option.Name, StringComparer.Ordinal))
                Write(option, output);
        }
    }

    private static void Write(ConfOption option, TextWriter output)
    {
        output.Write('\n');
        foreach (var help in Wrapped(option.Help).Concat(Wrapped(Kind(option))))
            output.Write($"# {help}\n");
        var line = $"# {option.Name} = {(option.Default is null ? "<unset>" : Escaped(option.Default))}";
        output.Write(line.TrimEnd() + "\n");
    }

    private static string Kind(ConfOption option)
    {
        var was = option.Was.Count == 0 ? "" : $" Older names: {string.Join(", ", option.Was)}.";
        return $"Must be {option.Type}.{(option.Secret ? " Secret." : "")}{was}";
    }

    // A default may itself be a reference ($state_path/…), so only what a reader would take for a quoted value needs care.
    private static string Escaped(string value) => value is [' ' or '\'' or '"', ..] or [.., ' '] ? $"\"{value}\"" : value;

    private static IEnumerable<string> Wrapped(string text)
    {
        var line = "";
        foreach (var word in text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + word.Length >= Width)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? word : " " + word;
        }

        if (line.Length > 0)
            yield return line;
    }
}
