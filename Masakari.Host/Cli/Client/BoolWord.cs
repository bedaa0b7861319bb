namespace Masakari.Host.Cli.Client;

/// <summary>The words for true and false of OpenStack's tools.</summary>
internal static class BoolWord
{
    /// <returns><see langword="null"/> = neither.</returns>
    public static bool? Parse(string text) => text.Trim().ToLowerInvariant() switch
    {
        "1" or "t" or "true" or "on" or "y" or "yes" => true,
        "0" or "f" or "false" or "off" or "n" or "no" => false,
        _ => null,
    };
}
