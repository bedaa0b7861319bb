namespace Masakari.Core.Configuration;

/// <summary>A value as it may stand in a one-line message: in quotes, short, control characters (colour codes, line breaks) as blanks.</summary>
internal static class Quoted
{
    private const int Longest = 80;

    public static string Text(string value)
    {
        var line = string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= Longest ? $"'{line}'" : $"'{line[..Longest]}…'";
    }
}
