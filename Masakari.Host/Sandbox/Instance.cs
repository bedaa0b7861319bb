namespace Masakari.Host.Sandbox;

/// <summary>A server in Nova's database.</summary>
internal sealed class Instance
{
    public required Guid Id { get; init; }
    public required int Number { get; init; }
    public required string Name { get; init; }
    public required KeystoneProject Project { get; init; }
    public required KeystoneUser Owner { get; init; }
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required ComputeHost Host { get; set; }
    public required string VmState { get; set; }
    public required string? TaskState { get; set; }
    public required int PowerState { get; set; }
    public required bool Locked { get; set; }

    /// <summary>Locked by an administrator: the owner cannot unlock it.</summary>
    public bool LockedByAdmin { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset LaunchedAt { get; set; }
    public bool IsDeleted { get; set; }

    /// <summary>False from a crash on, even while Nova still shows the guest running.</summary>
    public bool GuestRuns { get; set; }

    /// <summary>Where the guest is in truth when that is not where Nova's database says; null: on <see cref="Host"/>.</summary>
    public ComputeHost? GuestIsOn { get; set; }

    /// <summary>A second copy of the guest was started while the first one ran.</summary>
    public bool RanTwice { get; set; }

    /// <summary>A stop or start was asked for while an evacuation was under way, whatever the answer.</summary>
    public bool PoweredInMove { get; set; }

    /// <summary>Shown while vm_state is error; null: none.</summary>
    public InstanceFault? Fault { get; set; }

    public EvacuationBar Bar { get; set; }

    /// <summary>Nova accepted a second evacuate while the first was open: the states stay broken until somebody resets them.</summary>
    public bool IsWrecked { get; set; }

    /// <summary>Oldest first.</summary>
    public List<InstanceAction> Actions { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<Evacuation> Evacuations { get; } = [];

    public void Become(string vmState, string? taskState, int powerState, DateTimeOffset now)
    {
        (VmState, TaskState, PowerState, UpdatedAt) = (vmState, taskState, powerState, now);
        if (powerState == InstanceStates.Running) GuestRuns = true;
    }

    public void MoveTo(ComputeHost host, DateTimeOffset now)
    {
        Host.Instances.Remove(this);
        host.Instances.Add(this);
        (Host, GuestIsOn, UpdatedAt) = (host, null, now);
    }
}
