namespace Masakari.Core.Recovery.Spares;

/// <summary>A spare that is not used.</summary>
/// <param name="Spare">Its name.</param>
/// <param name="Why">The reason, as a part of a sentence.</param>
internal sealed record SpareRefusal(string Spare, string Why)
{
    /// <summary>Such as <c>s1 (nova-compute is down)</c>.</summary>
    public override string ToString() => $"{Spare} ({Why})";
}
