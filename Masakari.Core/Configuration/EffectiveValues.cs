namespace Masakari.Core.Configuration;

/// <summary>What every option of ours stands at, for a log at debug level: secrets are masked.</summary>
internal static class EffectiveValues
{
    public static IEnumerable<string> Of(Conf conf) =>
        conf.Options.Own.OrderBy(option => option.Section, StringComparer.Ordinal).ThenBy(option => option.Name, StringComparer.Ordinal)
            .Select(option => $"{option} = {Shown(option, conf.Find(option)?.Value ?? option.Default)}");

    private static string Shown(ConfOption option, string? value) =>
        value is null ? "(unset)"
        : IsSecret(option) ? "****"
        : Quoted.Text(value);

    // A second net below the mark that the reader of the option sets: these never are anything but secret.
    private static bool IsSecret(ConfOption option) =>
        option.Secret
        || option.Name.EndsWith("password", StringComparison.Ordinal)
        || option.Name is "connection" or "transport_url" or "backend_url";
}
