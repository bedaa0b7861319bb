using Masakari.Host.Sandbox;

namespace Masakari.Tests.Sandbox;

/// <summary>A cell whose database does not answer: lists come without it and with 200.</summary>
public sealed class CellOutageTests : CloudDeedFixture
{
    [Test]
    public async Task Servers_and_services_of_the_cell_are_missing_for_so_many_calls()
    {
        Cloud.AddServer("c2", "vm-2");
        Cloud.LoseCellOf("c1", calls: 2);

        Assert.That(await ServersAsync(), Is.EqualTo(new[] { "vm-2" }));
        Assert.That(await ServicesAsync(), Is.EqualTo(new[] { "c2" }));
        Assert.That(await ServersAsync(), Is.EqualTo(new[] { "vm-1", "vm-2" }), "the third call");
    }

    [Test]
    public async Task A_slow_cell_shows_its_services_and_hides_its_servers()
    {
        Cloud.LoseCellOf("c1", CellData.Servers, duration: TimeSpan.FromSeconds(60));

        Assert.That(await ServersAsync(), Is.Empty);
        Assert.That(await ServicesAsync(), Is.EqualTo(new[] { "c1", "c2" }));
        Pass(60);
        Assert.That(await ServersAsync(), Is.EqualTo(new[] { "vm-1" }));
    }

    [Test]
    public async Task One_server_of_the_cell_is_an_error_not_a_404()
    {
        Cloud.LoseCellOf("c1", CellData.Servers, calls: 1);

        Assert.That(await Client.StatusAsync(HttpMethod.Get, $"/compute/v2.1/servers/{Server}"), Is.EqualTo(500));
    }

    [Test]
    public async Task The_migrations_at_2_53_are_whole_or_an_error()
    {
        Cloud.LoseCellOf("c2", CellData.Migrations, calls: 1);

        Assert.That(await Client.StatusAsync(HttpMethod.Get, "/compute/v2.1/os-migrations"), Is.EqualTo(500));
        Assert.That(await Client.StatusAsync(HttpMethod.Get, "/compute/v2.1/os-migrations"), Is.EqualTo(200));
    }
}
