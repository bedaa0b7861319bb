namespace Masakari.Core.OpenStack.Nova;

/// <summary>temporary</summary>
internal static class NovaTimeouts
{
    /// <summary>temporary</summary>
    public static readonly TimeSpan Evacuate = TimeSpan.FromSeconds(60);
}
