using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.HostFailure;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.VMoves;

namespace Masakari.Tests.Recovery.HostFailure;

/// <summary>What the rules of a move are asked about: an active instance on the failed host c1, as the first attempt sees it.</summary>
internal static class MoveViews
{
    public const string Source = "c1";

    private static readonly Guid Instance = Guid.Parse("5b3f7c5e-6d1b-4c43-a1a0-5a4bfb1d4c11");

    public static Server Vm { get; } = new() { Id = Instance, Name = "vm1", Host = Source, VmState = "active", PowerState = 1 };

    public static MoveJournalEntry Journal { get; } = new()
    {
        VMove = Guid.Parse("0b1f8f5a-9f0b-44a4-8a3c-1f2d3c4b5a69"), Instance = Instance, InstanceName = "vm1", Status = VMoveStatus.Pending,
        VmState = "active", PowerState = 1, NewestForeignRecord = 5,
    };

    public static MoveView View { get; } = new() { Journal = Journal, Source = Source, Waits = new WaitOptions(), Server = Vm };

    public static MoveView On(this MoveView view, string? host) => view with { Server = view.Server! with { Host = host } };

    public static MoveView Showing(this MoveView view, string vmState, string? taskState = null) =>
        view with { Server = view.Server! with { VmState = vmState, TaskState = taskState } };

    /// <summary>With Nova's evacuation records.</summary>
    public static MoveView With(this MoveView view, params EvacuationRecord[] records) => view with { Evacuations = records };

    /// <summary>A former life asked for the evacuation so long ago, as far as its journal says.</summary>
    public static MoveView IntentAge(this MoveView view, double seconds) =>
        view with { Journal = view.Journal with { IntentAge = TimeSpan.FromSeconds(seconds) } };

    /// <summary>The states that the instance had when its host died.</summary>
    public static MoveView Was(this MoveView view, string vmState, int powerState = 1) =>
        view with { Journal = view.Journal with { VmState = vmState, PowerState = powerState } };

    public static MoveView ResetByUs(this MoveView view) => view with { Journal = view.Journal with { ResetByUs = true } };

    /// <summary>A live migration from the failed host to c4 has not ended.</summary>
    public static MoveView Migrating(this MoveView view, long id) => view with
    {
        LiveMigration = new() { Id = id, InstanceId = Instance, SourceHost = Source, DestHost = "c4", Status = "running" },
    };

    public static EvacuationRecord Record(long id, string status) =>
        new() { Id = id, InstanceId = Instance, SourceHost = Source, Status = status };
}
