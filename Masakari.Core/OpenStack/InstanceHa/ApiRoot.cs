namespace Masakari.Core.OpenStack.InstanceHa;

/// <summary>Where version 1 of the API begins.</summary>
internal static class ApiRoot
{
    private const string Version = "v1";

    /// <summary>
    /// Clouds register the address alone, with <c>/v1</c>, or with <c>/v1/</c> and a project's id. The path of a proxy may stand before it.
    /// </summary>
    public static Uri Of(Uri endpoint)
    {
        var parts = endpoint.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var version = Array.LastIndexOf(parts, Version);
        var path = version < 0 ? [.. parts, Version] : parts[..(version + 1)];
        return new Uri(endpoint, "/" + string.Join('/', path));
    }
}
