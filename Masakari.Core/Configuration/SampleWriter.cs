namespace Masakari.Core.Configuration;

/// <summary>Writes masakari.conf.sample from the options that the rooms read, so that the sample has all of them and no other.</summary>
public static class SampleWriter
{
    private const int Width = 100;

    /// <summary>The options that must be set.</summary>
    internal const string LeastLines = """
        [DEFAULT]
        os_privileged_user_name = masakari
        os_privileged_user_password = PASSWORD
        os_privileged_user_tenant = service
        os_privileged_user_auth_url = http://controller/identity

        [database]
        connection = mysql+pymysql://masakari:PASSWORD@controller/masakari?charset=utf8

        [keystone_authtoken]
        www_authenticate_uri = http://controller/identity
        auth_type = password
        auth_url = http://controller/identity
        project_domain_name = Default
        user_domain_name = Default
        project_name = service
        username = masakari
        password = PASSWORD
        """;

    private const string Head = """
        The configuration of Masakari. Every option is shown with its default: remove the "# " before a line to change the option.
        A line that begins with a space continues the value above. $name stands for the value of the option called name: write $$ for a $.
        An environment variable OS_SECTION__OPTION, in upper case, overrides the files, for example OS_DATABASE__CONNECTION.

        These options must be set:

        """;

    /// <summary>Writes the sample: the options that must be set, then every option with its help and default, by section.</summary>
    /// <param name="readAll">Lets every room read its options.</param>
    /// <param name="output">Receives the sample.</param>
    public static void Write(Action<Conf> readAll, TextWriter output)
    {
        var catalog = OptionCatalog.Of(readAll, ForeignOptions.OfService);
        foreach (var line in (Head + "\n" + LeastLines).Split('\n'))
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
