namespace Masakari.Core.OpenStack.Http;

internal static class UriPaths
{
    /// <summary>Appends to the path, with exactly one slash between, whether or not the address ends in one.</summary>
    public static Uri Below(this Uri address, string path) => new($"{address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
}
