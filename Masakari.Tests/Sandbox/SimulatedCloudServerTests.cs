using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Sandbox;

public sealed class SimulatedCloudServerTests
{
    [Test]
    public async Task Answers_over_a_real_socket_with_the_date_of_its_clock()
    {
        var clock = new FakeClock();
        var cloud = new SimulatedCloud(clock, new SimulatedCloudOptions());
        await using var server = await SimulatedCloudServer.StartAsync(cloud, port: 0, CancellationToken.None);
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(server.BaseUrl, "/compute/v2.1/"));

        Assert.Multiple(async () =>
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(200));
            Assert.That(answer.Headers.Date, Is.EqualTo(clock.GetUtcNow()));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain($"{server.BaseUrl}compute/v2.1/"));
        });
    }

    [Test]
    public async Task Closes_the_connection_when_the_answer_is_lost()
    {
        var cloud = new SimulatedCloud(new FakeClock(), new SimulatedCloudOptions());
        await using var server = await SimulatedCloudServer.StartAsync(cloud, port: 0, CancellationToken.None);
        using var http = new HttpClient();
        cloud.Fail(new FaultRule { Effect = new FaultEffect.Drop() });

        Assert.That(() => http.GetAsync(new Uri(server.BaseUrl, "/identity/v3")), Throws.TypeOf<HttpRequestException>());
    }
}
