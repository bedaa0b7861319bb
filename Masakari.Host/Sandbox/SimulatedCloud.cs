using System.Text;

namespace Masakari.Host.Sandbox;

/// <summary>
/// Keystone v3 and Nova 2.53 in one state machine. It rejects what the real services reject, and accepts by mistake what they accept by
/// mistake. It has no sockets: <see cref="SimulatedCloudServer"/> adds them. Thread-safe.
/// </summary>
internal sealed partial class SimulatedCloud
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly SimulatedCloudOptions options;
    private readonly CloudTimeline timeline;
    private readonly CloudDice dice;
    private readonly CloudInventory inventory = new();
    private readonly KeystoneAccounts accounts;
    private readonly ServiceCatalogue catalogue;
    private readonly EvacuationPlans plans = new();
    private readonly FaultBook faults;
    private readonly CallLog calls;
    private readonly ChangesInFlight changes = new();
    private readonly MessageBus bus = new();
    private readonly CellOutages cells;
    private readonly AnswerDistortions distortions = new();
    private readonly AnswerDates dates;
    private readonly EvacuationLife life;
    private readonly LiveMigrations migrations;
    private readonly CloudFate fate;
    private readonly PowerActions power;
    private readonly Keystone keystone;
    private readonly NovaApi nova;

    public SimulatedCloud(TimeProvider clock, SimulatedCloudOptions options)
    {
        this.clock = clock;
        this.options = options;
        timeline = new CloudTimeline(clock);
        dice = new CloudDice(options.Seed);
        accounts = new KeystoneAccounts(dice);
        catalogue = new ServiceCatalogue(options, dice);
        faults = new FaultBook(timeline);
        calls = new CallLog(options, timeline, inventory);
        cells = new CellOutages(timeline);
        dates = new AnswerDates(timeline);
        power = new PowerActions(options, timeline, dice);
        fate = new CloudFate(options, timeline, inventory, power);
        migrations = new LiveMigrations(options, timeline, inventory);
        life = new EvacuationLife(
            options, timeline, inventory, new DestinationChoice(options, timeline, inventory), new EvacuationBuild(options, timeline, dice, bus), plans, bus);
        keystone = new Keystone(options, timeline, dice, accounts, catalogue);
        nova = ComposeNova();
    }

    /// <summary>
    /// Answers one request after its processing time; a fault, or Nova itself, may delay the answer on the cloud's clock.
    /// </summary>
    public async Task<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken ct)
    {
        var call = Looking(() => calls.Note(request));
        using var passage = changes.Enter(call);
        var effect = Looking(() => faults.Strike(call));
        if (effect is FaultEffect.Drop) return SimulatedAnswer.Lost;
        if (effect is FaultEffect.Foreign foreign)
            return new SimulatedAnswer { Status = foreign.Code, Body = Encoding.UTF8.GetBytes(foreign.Body) };
        if (effect is FaultEffect.Hang hang) await Task.Delay(hang.For, clock, ct);

        var answer = effect is FaultEffect.Status status
            ? Looking(() => Finish(Broken(call, status), dice.NextRequestId()))
            : Looking(() => Execute(request));

        var late = answer.HeldBackFor + (effect is FaultEffect.AnswerLate lateness ? lateness.By : TimeSpan.Zero);
        if (late > TimeSpan.Zero) await Task.Delay(late, clock, ct);
        return effect is FaultEffect.LoseAnswer
            ? SimulatedAnswer.Lost
            : Looking(() => dates.Stamp(answer));
    }

    private SimulatedAnswer Execute(SimulatedRequest request)
    {
        var requestId = dice.NextRequestId();
        var isKeystone = request.Path.StartsWith("/identity", StringComparison.Ordinal);
        return Finish(isKeystone ? keystone.Answer(request) : distortions.Apply(nova.Answer(request, requestId)), requestId);
    }

    private static SimulatedAnswer Broken(SimulatedCall call, FaultEffect.Status status) => call.IsKeystone
        ? Keystone.Fault(status.Code, title: "Simulated failure", status.Message)
        : NovaFault.Of(status.Code, status.Message);

    private static SimulatedAnswer Finish(SimulatedAnswer answer, string requestId) =>
        answer.With("x-openstack-request-id", requestId).With("x-compute-request-id", requestId);

    private NovaApi ComposeNova()
    {
        var servers = new NovaServers(options, timeline, inventory, cells);
        return new NovaApi(
            keystone,
            new NovaServices(options, timeline, inventory, bus, cells),
            servers,
            new ServerActions(timeline, servers, power, new EvacuateAction(options, timeline, inventory, life)),
            new NovaMigrations(inventory, cells),
            new NovaAggregates(timeline, inventory),
            new NovaHypervisors(options, timeline, inventory));
    }

    /// <summary>Executes all events that are due before it reads or changes anything.</summary>
    private T Looking<T>(Func<T> deed)
    {
        lock (gate)
        {
            timeline.CatchUp();
            return deed();
        }
    }
}
