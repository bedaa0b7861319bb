namespace Masakari.Tests.Exerciser;

/// <summary>Deeds that are switched on together.</summary>
internal static class DeedSets
{
    /// <summary>All deeds that can be switched on, one by one.</summary>
    public static IEnumerable<Deed> Each => Enum.GetValues<Deed>().Where(deed => deed is not (Deed.None or Deed.HostDies));

    /// <summary>All of them.</summary>
    public static Deed All { get; } = Each.Aggregate((some, deed) => some | deed);

    public static IReadOnlyList<Deed> Of(Deed deeds) => [.. Each.Where(deed => deeds.HasFlag(deed))];
}
