using System.Globalization;

namespace Masakari.Core.OpenStack.InstanceHa;

/// <summary>A microversion of the API.</summary>
/// <param name="Major">The number before the dot.</param>
/// <param name="Minor">The number after the dot.</param>
public sealed record ApiVersion(int Major, int Minor)
{
    /// <summary>The one that a request without the header gets.</summary>
    public static ApiVersion Oldest { get; } = new(1, 0);

    /// <summary>With <c>recovery_workflow_details</c> of a notification.</summary>
    public static ApiVersion WithDetails { get; } = new(1, 1);

    /// <summary>With <c>enabled</c> of a segment.</summary>
    public static ApiVersion WithEnabled { get; } = new(1, 2);

    /// <summary>With vmoves. It is the newest that this client knows.</summary>
    public static ApiVersion WithVMoves { get; } = new(1, 3);

    /// <summary>Reads <c>1.3</c>.</summary>
    /// <returns><see langword="null"/> when it is no version.</returns>
    public static ApiVersion? Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 2 && Number(parts[0]) is { } major and > 0 && Number(parts[1]) is { } minor ? new(major, minor) : null;
    }

    /// <summary>The newest version that a server and this client know.</summary>
    /// <param name="ofServer">The server's newest.</param>
    public static ApiVersion NewestCommon(ApiVersion ofServer) =>
        ofServer.Major != WithVMoves.Major ? Oldest : ofServer.Minor < WithVMoves.Minor ? ofServer : WithVMoves;

    /// <summary>Whether it has what came with another version.</summary>
    /// <param name="other">The other version.</param>
    public bool Includes(ApiVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor)) >= 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    private static int? Number(string text) =>
        (text.Length == 1 || !text.StartsWith('0')) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
