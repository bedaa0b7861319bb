namespace Masakari.Core.Configuration;

/// <summary>
/// Takes an ini-style text apart line by line. It goes on after a mistake, so that all of them can be shown at once, and never quotes what may be
/// part of a value: a broken line often is half a password.
/// </summary>
internal sealed class ConfParser(string path)
{
    private readonly List<ConfEntry> entries = [];
    private readonly List<ConfHeading> headings = [];
    private readonly List<ConfError> errors = [];
    private int line;
    private string? section;           // null before the first section line
    private bool isSectionBroken;      // the section line could not be read: its assignments belong nowhere
    private bool saidThatNoSectionIsOpen;
    private ConfEntry? open;           // the assignment that a continuation line would go on with
    private bool continuesAMistake;    // continuation lines of a broken line are part of that mistake, not further ones

    public ConfFile Parse(string text)
    {
        foreach (var raw in text.TrimStart('\uFEFF').Split('\n'))
        {
            line++;
            Take(raw.TrimEnd());
        }

        Close();
        return new ConfFile { Path = path, Entries = entries, Headings = headings, Errors = errors };
    }

    private void Take(string text)
    {
        if (text.Length > 0 && text[0] is ' ' or '\t')
        {
            Continue(text.TrimStart());
            return;
        }

        Close();
        if (text.Length == 0 || text[0] is '#' or ';')
            return;
        if (text[0] == '[')
            Begin(text);
        else
            Assign(text);
    }

    private void Continue(string text)
    {
        if (open is not null)
            open = open with { Value = open.Value + "\n" + text };
        else if (!continuesAMistake)
            Fail($"an indented line{Naming(text)} continues a value, but no value stands above it: begin the line in the first column");
    }

    private void Begin(string text)
    {
        section = text[1..].Split(']')[0];
        isSectionBroken = section.Length == 0 || !text.EndsWith(']');
        if (!text.EndsWith(']'))
            Fail("a section line must end with ']': nothing may follow the ']'");
        else if (isSectionBroken)
            Fail("the section has no name");
        else
            headings.Add(new ConfHeading(path, line, section = text[1..^1]));
    }

    private void Assign(string text)
    {
        var sign = text.AsSpan().IndexOfAny('=', ':');
        if (sign < 0)
            Fail($"neither a section nor 'name = value': the line beginning with '{text.Split(' ', '\t')[0]}' has no '='");
        else if (text[..sign].Trim() is not { Length: > 0 } name)
            Fail("the option has no name before the '='");
        else if (section is null)
            FailOutsideSections(name);
        else
            open = new ConfEntry(path, line, section, name, Unquoted(text[(sign + 1)..].Trim()));
    }

    private void FailOutsideSections(string name)
    {
        if (!saidThatNoSectionIsOpen)
            Fail($"'{name}' stands before the first section: add a line such as [DEFAULT] above it");
        saidThatNoSectionIsOpen = true;
        continuesAMistake = true;
    }

    private void Close()
    {
        if (open is not null && !isSectionBroken)
            entries.Add(open);
        open = null;
        continuesAMistake = false;
    }

    private void Fail(string message)
    {
        continuesAMistake = true;
        errors.Add(new ConfError(path, line, null, message) { Section = section ?? SectionName.Default });
    }

    private static string Naming(string text) =>
        text[0] is '#' or ';' ? " (a comment begins in the first column)"
        : text.AsSpan().IndexOfAny('=', ':') is var sign and > 0 ? $" ('{text[..sign].Trim()}')"
        : "";

    // A value that is one quote character becomes empty, as it does in the original.
    private static string Unquoted(string value) =>
        value is ['\'' or '"', ..] && value[0] == value[^1] ? value.Length == 1 ? "" : value[1..^1] : value;
}
