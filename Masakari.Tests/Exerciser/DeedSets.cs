namespace Masakari.Tests.Exerciser;

/// <summary>Deeds that are switched on together.</summary>
internal static class DeedSets
{
    /// <summary>What the engine survives in every story of the suite.</summary>
    public const Deed Holding = Deed.Fault | Deed.KillService | Deed.StopService | Deed.RevokeTokens | Deed.StealClaims | Deed.LoseTable
        | Deed.DeleteServer | Deed.FailedBuild | Deed.BusOutage | Deed.ForgottenForcedDown | Deed.ForeignWrite | Deed.CutHost | Deed.ForcedDown
        | Deed.ShortList | Deed.AnotherHostDies | Deed.EvacuateByHand | Deed.Pause | Deed.Abort | Deed.OwnerStops | Deed.KillAtCall
        | Deed.HostReturns | Deed.HostReturnsOff | Deed.HostDiesAgain | Deed.ConfirmDown | Deed.FalseReport | Deed.OtherController
        | Deed.KillOther | Deed.FreezeAtCall | Deed.FailedReads;

    /// <summary>All deeds that can be switched on, one by one.</summary>
    public static IEnumerable<Deed> Each => Enum.GetValues<Deed>().Where(deed => deed is not (Deed.None or Deed.HostDies));

    public static IReadOnlyList<Deed> Of(Deed deeds) => [.. Each.Where(deed => deeds.HasFlag(deed))];
}
