namespace Masakari.Core.OpenStack.Nova;

/// <summary>
/// Has the last word about one change: asked immediately before the request goes out, when its token and its connection stand, however
/// long both took.
/// </summary>
public interface IChangePermit
{
    /// <summary>Whether the change may go this moment. When it may not, not a byte of the request is sent.</summary>
    Task<bool> MayGoAsync(CancellationToken ct);
}
