using Masakari.Host.Sandbox;

namespace Masakari.Tests.Exerciser;

/// <summary>Which deed does what.</summary>
internal static class StoryDeeds
{
    public static Task DoAsync(StoryStage stage, StoryStep step) => DoAsync(stage, step.Deed, new Random(step.Dice));

    private static Task DoAsync(StoryStage stage, Deed deed, Random random) => deed switch
    {
        Deed.HostDies => HostDeeds.DieAsync(stage, "c1"),
        Deed.AnotherHostDies => HostDeeds.AnotherDiesAsync(stage, random),
        Deed.CutHost => HostDeeds.CutAsync(stage, random),
        Deed.HostDiesAgain => HostDeeds.DieAgainAsync(stage, random),
        Deed.ForcedDown => HostDeeds.ForceDownAsync(stage, random),
        Deed.ForgottenForcedDown => HostDeeds.ForgetForcedDownAsync(stage, random),
        Deed.ConfirmDown => HostDeeds.ConfirmDownAsync(stage, random),
        Deed.BusOutage => HostDeeds.LoseBusAsync(stage, random),
        Deed.FalseReport => HostDeeds.ReportFalselyAsync(stage, random),
        Deed.KillService => ControllerDeeds.KillAsync(stage, random),
        Deed.StopService => ControllerDeeds.StopAsync(stage),
        Deed.KillAtCall => ControllerDeeds.KillAtCallAsync(stage, random),
        Deed.FreezeAtCall => ControllerDeeds.FreezeAtCallAsync(stage, random),
        Deed.OtherController => ControllerDeeds.StartOtherAsync(stage),
        Deed.KillOther => ControllerDeeds.KillOtherAsync(stage),
        Deed.StealClaims => ControllerDeeds.StealClaimsAsync(stage),
        Deed.LoseTable => ControllerDeeds.LoseTableAsync(stage, random),
        Deed.Pause => OperatorDeeds.PauseAsync(stage, random),
        Deed.Abort => OperatorDeeds.AbortAsync(stage, random),
        Deed.OwnerStops => CloudDeeds.StopByOwnerAsync(stage, random),
        Deed.GuestCrashes => GuestDeeds.CrashAsync(stage, random),
        Deed.GuestTrouble => GuestDeeds.TroubleAsync(stage, random),
        Deed.OwnerStopsCrashed => GuestDeeds.CrashAndStopAsync(stage, random),
        Deed.ProcessFails => GuestDeeds.FailProcessAsync(stage, random),
        _ => AtOnce(() => Do(stage, deed, random)),
    };

    private static void Do(StoryStage stage, Deed deed, Random random)
    {
        switch (deed)
        {
            case Deed.Fault: CloudDeeds.Fail(stage, random); break;
            case Deed.FailedReads: CloudDeeds.FailReads(stage, random); break;
            case Deed.ShortList: CloudDeeds.ShortenLists(stage, random); break;
            case Deed.RevokeTokens: stage.Cloud.RevokeTokens(); break;
            case Deed.DeleteServer: CloudDeeds.Delete(stage, random); break;
            case Deed.FailedBuild: CloudDeeds.PlanFailure(stage, random); break;
            case Deed.EvacuateByHand: CloudDeeds.EvacuateByHand(stage, random); break;
            case Deed.ForeignWrite: HostDeeds.WriteService(stage, random); break;
            case Deed.SpareDisabled: HostDeeds.DisableSpare(stage, random); break;
            case Deed.HostReturns: HostDeeds.Return(stage, random, GuestsAfterRestart.Run); break;
            case Deed.HostReturnsOff: HostDeeds.Return(stage, random, GuestsAfterRestart.StayOff); break;
            case Deed.DatabaseClock: ControllerDeeds.StepDatabase(stage, random); break;
            case Deed.ControllerClock:
                ControllerDeeds.StepController(random.Next(2) == 0 ? stage.Masakari.WallClock : stage.Masakari.OtherWallClock, random);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(deed), deed, "No such deed.");
        }
    }

    private static Task AtOnce(Action deed)
    {
        deed();
        return Task.CompletedTask;
    }
}
