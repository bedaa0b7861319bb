namespace Masakari.Host.Sandbox;

/// <summary>
/// The control side for tests and the sandbox: creates objects, plans faults, shows what happened. Servers go by name or id.
/// </summary>
internal sealed partial class SimulatedCloud
{
    /// <summary>URL of the instance-ha service in the catalogue; `%(tenant_id)s` stands for the project's id.</summary>
    public string InstanceHaUrl
    {
        get => Looking(() => catalogue.InstanceHaUrl);
        set => Looking(() => catalogue.InstanceHaUrl = value);
    }

    /// <summary>The calls so far, in the order of arrival; a very long run keeps only the newest.</summary>
    public IReadOnlyList<SimulatedCall> Calls => Looking(() => calls.Newest.ToList());

    /// <summary>The number of issued tokens.</summary>
    public int TokensGiven => Looking(() => keystone.Given);

    /// <summary>The highest number of server actions that were under way at the same moment.</summary>
    public int MostChangesInFlight => changes.Most;

    /// <summary>The number of calls of one kind, such as `evacuate`, `GET servers/detail` or `POST auth/tokens`.</summary>
    public int CountCalls(string kind) => Looking(() => calls.ByKind.GetValueOrDefault(kind));

    public IReadOnlyDictionary<string, int> CallsByKind() => Looking(() => new Dictionary<string, int>(calls.ByKind));

    /// <param name="name">The name of the nova-compute service.</param>
    /// <param name="up">False: the host has been dead for an hour.</param>
    /// <param name="capacity">The number of instances that fit on the host.</param>
    /// <param name="hypervisorHostname">Null: the same as the name.</param>
    /// <param name="enabled">False: as a reserved host.</param>
    /// <param name="buildsAtOnce">Null: as the options say.</param>
    /// <param name="cell">Whose database knows the host and its servers.</param>
    public void AddHost(
        string name, bool up = true, int capacity = int.MaxValue, string? hypervisorHostname = null, bool enabled = true, int? buildsAtOnce = null,
        string cell = "cell1") =>
        Looking(() =>
        {
            var lastSeen = up ? timeline.Now : timeline.Now - TimeSpan.FromHours(1);
            inventory.Add(new ComputeHost
            {
                Name = name,
                HypervisorHostname = hypervisorHostname ?? name,
                ServiceId = dice.Uuid($"service/{name}"),
                HypervisorId = dice.Uuid($"hypervisor/{name}"),
                Cell = cell,
                Bus = bus,
                Capacity = capacity,
                BuildsAtOnce = buildsAtOnce ?? options.BuildsAtOnce,
                ReportInterval = options.ReportInterval,
                FirstHeartbeat = lastSeen - (options.ReportInterval * dice.Share($"heartbeat/{name}")),
                DeadSince = up ? null : lastSeen,
                Disabled = !enabled,
            });
            return name;
        });

    /// <param name="host">The host of the server.</param>
    /// <param name="name">Unique.</param>
    /// <param name="vmState">Nova's word, such as active, stopped, error, resized, paused.</param>
    /// <param name="metadata">Null: none.</param>
    /// <param name="locked">Whether its owner has locked it.</param>
    /// <param name="taskState">Null: none.</param>
    /// <param name="powerState">Null: the usual power_state of the vm_state.</param>
    /// <param name="age">How long ago the server was created.</param>
    public Guid AddServer(
        string host, string name, string vmState = InstanceStates.Active, IReadOnlyDictionary<string, string>? metadata = null,
        bool locked = false, string? taskState = null, int? powerState = null, TimeSpan age = default) =>
        Looking(() =>
        {
            var instance = new Instance
            {
                Id = dice.Uuid($"server/{name}"),
                Number = inventory.Instances.Count + 1,
                Name = name,
                Project = accounts.Demo.Project,
                Owner = accounts.Demo,
                Metadata = metadata ?? new Dictionary<string, string>(),
                CreatedAt = timeline.Now - age,
                UpdatedAt = timeline.Now,
                LaunchedAt = timeline.Now,
                Host = HostNamed(host),
                VmState = vmState,
                TaskState = taskState,
                PowerState = powerState ?? InstanceStates.UsualPowerState(vmState),
                Locked = locked,
                GuestRuns = vmState == InstanceStates.Active,
            };
            instance.Actions.Add(new InstanceAction("create", dice.NextRequestId(), instance.Owner.Id, instance.Project.Id, timeline.Now));
            inventory.Add(instance);
            return instance.Id;
        });

    public void AddAggregate(string name, params IEnumerable<string> hosts) => Looking(() =>
    {
        var number = inventory.Aggregates.Count + 1;
        inventory.Aggregates.Add(new HostAggregate(number, dice.Uuid($"aggregate/{name}"), name, timeline.Now, hosts.ToList()));
        return number;
    });

    public void KillHost(string name) => Change(() => fate.Kill(HostNamed(name)));

    public void ReviveHost(string name, GuestsAfterRestart guests = GuestsAfterRestart.Run) => Change(() => fate.Revive(HostNamed(name), guests));

    /// <summary>Sets forced_down, as an operator or a fencing tool does.</summary>
    public void ForceDown(string name) => WriteService(name, forcedDown: true);

    /// <summary>The guest dies; Nova notices after the power sync's delay.</summary>
    public void CrashGuest(string server) => Change(() => power.Crash(ServerNamed(server)));

    public void DeleteServer(string server) => Change(() =>
    {
        var instance = ServerNamed(server);
        instance.Become("deleted", taskState: null, InstanceStates.NoPowerState, timeline.Now);
        instance.IsDeleted = true;
        instance.Host.Instances.Remove(instance);
    });

    /// <summary>The next evacuations of that server (by name) end so; <paramref name="failure"/> is then the message of its fault.</summary>
    public void PlanEvacuation(string server, EvacuationOutcome outcome, int times = 1, string? failure = null) =>
        Change(() => plans.Add(server, outcome, times, failure));

    /// <summary>From now on all evacuations succeed.</summary>
    public void ForgetPlans() => Change(plans.Clear);

    public void Fail(FaultRule rule) => Change(() => faults.Add(rule));

    public void StopFailing() => Change(faults.Clear);

    /// <param name="user">The user that creates it; the credential has this user's roles and project.</param>
    /// <param name="rules">The allowed requests; null: all.</param>
    public KeystoneCredential AddCredential(string user, params IReadOnlyList<KeystoneAccessRule>? rules) =>
        Looking(() => accounts.AddCredential(user, rules));

    /// <summary>Revokes every token issued so far.</summary>
    public void RevokeTokens() => Change(keystone.RevokeAll);

    public bool HasHost(string name) => Looking(() => inventory.FindHost(name) is not null);

    public HostSnapshot Host(string name) => Looking(() => Snapshot(HostNamed(name)));

    public ServerSnapshot Server(string server) => Looking(() => Snapshot(ServerNamed(server)));

    /// <returns><see langword="null"/> = it does not exist, or no longer.</returns>
    public ServerSnapshot? FindServer(string server) => Looking(() => inventory.FindInstance(server) is { } found ? Snapshot(found) : null);

    /// <summary>The evacuations in Nova's records, oldest first.</summary>
    public IReadOnlyList<ServerSnapshot> InstancesOn(string host) =>
        Looking(() => inventory.Instances.Where(i => !i.IsDeleted && i.Host.Name == host).Select(Snapshot).ToList());

    /// <summary>The number of evacuations of the server that Nova has accepted.</summary>
    public int Evacuations(string server) => Looking(() => ServerNamed(server).Evacuations.Count);

    private void Change(Action deed) => Looking(() =>
    {
        deed();
        return true;
    });

    private ComputeHost HostNamed(string name) =>
        inventory.FindHost(name) ?? throw new ArgumentException($"No host named {name}.", nameof(name));

    private Instance ServerNamed(string server) =>
        inventory.FindInstance(server) ?? throw new ArgumentException($"No server {server}.", nameof(server));

    private HostSnapshot Snapshot(ComputeHost host) => new(
        host.Name, host.ServiceId, host.IsAlive, host.LooksUp(timeline.Now, options.ServiceDownTime), host.Disabled, host.DisabledReason,
        host.ForcedDown, host.UpdatedAt(timeline.Now), host.Instances.Count);

    private static ServerSnapshot Snapshot(Instance instance) => new(
        instance.Id, instance.Name, instance.Host.Name, instance.VmState, instance.TaskState, instance.PowerState, instance.Locked,
        instance.Metadata, instance.GuestRuns, instance.RanTwice, instance.PoweredInMove);
}
