using Masakari.Core;
using Masakari.Core.Hosts;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Segments;
using Masakari.Tests.Persistence;
using Moq;

namespace Masakari.Tests.Hosts;

internal sealed class HostRegistryTests(string kind) : OnEveryDatabase(kind)
{
    private static readonly Guid Unknown = Guid.Parse("f2b1d9d4-3a0c-4e0e-8a52-7f3f3d6a9c21");

    private readonly HostDraft draft = new() { Name = "c1", Type = "COMPUTE", ControlAttributes = "SSH" };
    private Mock<INova> nova = null!;
    private Segment segment = null!;

    private Seed Seed => new(Database, Clock);

    private HostRepository Repository => new(Database);

    private HostRegistry Registry => Seed.Registry(Database, Clock, nova.Object);

    [SetUp]
    public async Task CreateSegmentAsync()
    {
        nova = new Mock<INova>();
        segment = await Seed.SegmentAsync("rack-7");
    }

    [Test]
    public async Task Creates_what_the_repository_then_finds()
    {
        var created = await Seed.HostAsync(segment, "c1", reserved: true);

        Assert.That(await Repository.FindAsync(created.Uuid, default), Is.EqualTo(created));
        Assert.That(await Repository.FindByNameAsync("c1", default), Is.EqualTo(created));
        Assert.That(created, Is.EqualTo(new ComputeHost
        {
            Id = created.Id, Uuid = created.Uuid, Name = "c1", Segment = segment, Type = "COMPUTE", ControlAttributes = "SSH", Reserved = true,
            CreatedAt = created.CreatedAt,
        }));
    }

    [Test]
    public async Task Refuses_a_host_that_Nova_does_not_know()
    {
        nova.Setup(n => n.FindServiceAsync("c1", It.IsAny<CancellationToken>())).ReturnsAsync(Seed.Answer(null));

        var created = await Registry.CreateAsync(segment.Uuid, draft, default);

        Assert.That(created.Refusal, Is.EqualTo(Refusal.Invalid("Compute service with name c1 could not be found.")));
    }

    [Test]
    public async Task Passes_on_that_Nova_forbids()
    {
        nova.Setup(n => n.FindServiceAsync("c1", It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OpenStackException(FailureKind.Refused, "Nova: find a service: 403 Policy doesn't allow it", 403) { Said = "Policy doesn't allow it" });

        var created = await Registry.CreateAsync(segment.Uuid, draft, default);

        Assert.That(created.Refusal, Is.EqualTo(Refusal.Forbidden("Policy doesn't allow it (HTTP 403)")));
    }

    [Test]
    public async Task Refuses_an_unknown_segment_before_it_asks_Nova()
    {
        var created = await Registry.CreateAsync(Unknown, draft, default);

        Assert.That(created.Refusal, Is.EqualTo(Refusal.NotFound($"No failover segment with id {Unknown}.")));
        nova.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Refuses_a_name_that_another_segment_has()
    {
        await Seed.HostAsync(await Seed.SegmentAsync("rack-8"), "c1");

        var created = await Seed.Hosts.CreateAsync(segment.Uuid, draft, default);

        Assert.That(created.Refusal, Is.EqualTo(Refusal.Conflict("Host with name c1 already exists.")));
    }

    [TestCase("compute-c", "COMPUTE-C")]
    [TestCase("COMPUTE-C", "compute-c")]
    public async Task Finds_a_host_by_its_name_in_any_case(string registered, string asked)
    {
        var host = await Seed.HostAsync(segment, registered);
        await Seed.HostAsync(segment, "compute-cc");

        var found = await Repository.FindByNameAsync(asked, default);

        Assert.That(found, Is.EqualTo(host));
    }

    [Test]
    public async Task Does_not_take_another_letter_for_another_case()
    {
        await Seed.HostAsync(segment, "compúte");

        Assert.That(await Repository.FindByNameAsync("compute", default), Is.Null);
    }

    [Test]
    public async Task Refuses_a_name_that_differs_only_in_case_from_another_hosts()
    {
        await Seed.HostAsync(segment, "c1");
        var other = await Seed.HostAsync(segment, "c2");

        var created = await Seed.Hosts.CreateAsync(segment.Uuid, draft with { Name = "C1" }, default);
        var renamed = await Seed.Hosts.UpdateAsync(segment.Uuid, other.Uuid, Change(h => h with { Name = "C1" }, named: true), default);

        var refusal = Refusal.Conflict("Host with name C1 already exists.");
        Assert.That((created.Refusal, renamed.Refusal), Is.EqualTo((refusal, refusal)));
    }

    [Test]
    public async Task Lets_a_host_change_the_case_of_its_own_name()
    {
        var host = await Seed.HostAsync(segment, "c1");

        var renamed = await Seed.Hosts.UpdateAsync(segment.Uuid, host.Uuid, Change(h => h with { Name = "C1" }, named: true), default);

        Assert.That((renamed.Value?.Name, (await Repository.FindByNameAsync("c1", default))?.Name), Is.EqualTo(("C1", "C1")));
    }

    // A database without a rule against that may bring two such hosts along.
    [Test]
    public async Task Finds_of_two_names_that_differ_in_case_only_the_one_that_is_spelt_so()
    {
        if (IsMariaDb)
            await ExecuteAsync("ALTER TABLE hosts MODIFY name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL");
        await Seed.HostAsync(segment, "c1");
        await Seed.HostAsync(segment, "c2");
        await ExecuteAsync("UPDATE hosts SET name = 'Node' WHERE name = 'c1'");
        await ExecuteAsync("UPDATE hosts SET name = 'node' WHERE name = 'c2'");

        var names = new List<string?>();
        foreach (var asked in new[] { "Node", "node", "NODE" })
            names.Add((await Repository.FindByNameAsync(asked, default))?.Name);

        Assert.That(names, Is.EqualTo(new[] { "Node", "node", null }));
        await EmptyTablesAsync();
        if (IsMariaDb)
            await ExecuteAsync("ALTER TABLE hosts MODIFY name VARCHAR(255) NOT NULL");
    }

    [Test]
    public async Task Refuses_to_touch_a_host_of_another_segment()
    {
        var host = await Seed.HostAsync(await Seed.SegmentAsync("rack-8"), "c1");

        var changed = await Registry.UpdateAsync(segment.Uuid, host.Uuid, Change(h => h with { Reserved = true }), default);
        var deleted = await Registry.DeleteAsync(segment.Uuid, host.Uuid, default);

        var refusal = Refusal.NotFound($"Host '{host.Uuid}' under failover_segment '{segment.Uuid}' could not be found.");
        Assert.That((changed.Refusal, deleted.Refusal), Is.EqualTo((refusal, refusal)));
    }

    [Test]
    public async Task Refuses_changes_while_another_host_of_the_segment_is_recovered()
    {
        var host = await Seed.HostAsync(segment, "c1");
        await NotifyAsync((await Seed.HostAsync(segment, "c2")).Uuid);

        var changed = await Registry.UpdateAsync(segment.Uuid, host.Uuid, Change(h => h with { Name = "c3" }, named: true), default);
        var deleted = await Registry.DeleteAsync(segment.Uuid, host.Uuid, default);

        Assert.That(changed.Refusal, Is.EqualTo(Refusal.Conflict($"Host {host.Uuid} can't be updated as it is in-use to process notifications.")));
        Assert.That(deleted.Refusal, Is.EqualTo(Refusal.Conflict($"Host {host.Uuid} can't be deleted as it is in-use to process notifications.")));
        nova.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Asks_Nova_only_when_the_client_names_the_host()
    {
        var host = await Seed.HostAsync(segment, "c1");

        var changed = await Registry.UpdateAsync(segment.Uuid, host.Uuid, Change(h => h with { Reserved = true }), default);

        Assert.That(changed.Value, Is.EqualTo(host with { Reserved = true, UpdatedAt = changed.Value!.UpdatedAt }));
        nova.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Makes_maintenance_the_operators_when_a_change_sets_it()
    {
        var host = await Seed.HostAsync(segment, "c1", onMaintenance: true);
        await ExecuteAsync("INSERT INTO host_journal (notification_uuid, host_uuid, maintenance_by_us) VALUES ('n', @host, 1)", new { host = host.Uuid.ToText() });

        await Registry.UpdateAsync(segment.Uuid, host.Uuid, Change(h => h with { OnMaintenance = true }, maintenance: true), default);

        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM host_journal WHERE maintenance_by_us = 1"), Is.Zero);
    }

    [Test]
    public async Task Deletes_softly()
    {
        var host = await Seed.HostAsync(segment, "c1");

        await Registry.DeleteAsync(segment.Uuid, host.Uuid, default);

        Assert.That(await Repository.FindByNameAsync("c1", default), Is.Null);
        Assert.That(await ScalarAsync<int>("SELECT deleted FROM hosts WHERE name = 'c1'"), Is.EqualTo(host.Id));
    }

    [Test]
    public async Task Lists_the_hosts_of_the_segment_that_pass_the_filter()
    {
        await Seed.HostAsync(await Seed.SegmentAsync("rack-8"), "elsewhere");
        await Seed.HostAsync(segment, "c1", type: "kvm");
        await Seed.HostAsync(segment, "spare", reserved: true);
        await Seed.HostAsync(segment, "broken", onMaintenance: true);

        Assert.That(await NamesAsync(new HostFilter()), Is.EqualTo(["broken", "spare", "c1"]));
        Assert.That(await NamesAsync(new HostFilter { Type = "kvm" }), Is.EqualTo(["c1"]));
        Assert.That(await NamesAsync(new HostFilter { Type = "KVM" }), Is.Empty);
        Assert.That(await NamesAsync(new HostFilter { Reserved = true }), Is.EqualTo(["spare"]));
        Assert.That(await NamesAsync(new HostFilter { OnMaintenance = false }), Is.EqualTo(["spare", "c1"]));
    }

    private static HostChange Change(Func<ComputeHost, ComputeHost> apply, bool named = false, bool maintenance = false) => new(apply, named, maintenance);

    private async Task<IEnumerable<string>> NamesAsync(HostFilter filter) =>
        (await Repository.ListAsync(segment, filter, new PageRequest { Limit = 10 }, default)).Value!.Select(host => host.Name);

    private Task<int> NotifyAsync(Guid host) => ExecuteAsync("""
        INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
        VALUES ('2026-11-22 08:00:00', 0, @uuid, '2026-11-22 08:00:00', @host, 'VM', '{}', 'running')
        """, new { uuid = Guid.NewGuid().ToText(), host = host.ToText() });
}
