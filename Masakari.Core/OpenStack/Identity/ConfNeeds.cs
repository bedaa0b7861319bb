using Masakari.Core.Configuration;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>What the sections of this room have in common: options without which nothing works.</summary>
internal static class ConfNeeds
{
    /// <summary>Stands where an address should be; the configuration is refused before it is used.</summary>
    public static readonly Uri NoAddress = new("http://not-configured.invalid");

    public static Uri Needed(this ConfSection section, string name, Uri? value)
    {
        Report(section, name, value);
        return value ?? NoAddress;
    }

    public static string Needed(this ConfSection section, string name, string? value)
    {
        Report(section, name, value);
        return value ?? "";
    }

    /// <summary>A file that can be read, or <see langword="null"/> when none is named.</summary>
    public static string? CaFile(this ConfSection section, string name, string help)
    {
        if (section.Text(name, null, help) is not { Length: > 0 } file) return null;
        if (!File.Exists(file)) section.Error(name, $"there is no file '{file}'");
        return file;
    }

    private static void Report(ConfSection section, string name, object? value)
    {
        // A value of the wrong kind has been reported already.
        if (value is null && !section.IsSet(name)) section.Error(name, "is needed");
        if (value is "") section.Error(name, "must not be empty");
    }
}
