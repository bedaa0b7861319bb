using Masakari.Host.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Tests.Api.Contract;

/// <summary>Answers to unforeseen failures: one text inside an operation, another one outside.</summary>
internal sealed class UnforeseenTests(string kind) : ContractTests(kind)
{
    [Test]
    public async Task Tells_what_broke_inside_an_operation()
    {
        var things = await FurnishAsync();
        await ExecuteAsync("ALTER TABLE vmoves RENAME TO vmoves_elsewhere");
        try
        {
            var answer = await AskAsync("1.3", "GET", things.In("/v1/notifications/NOTIFICATION/vmoves"));

            Assert.That(answer.Status, Is.EqualTo(500));
            Assert.That(answer.Body, Does.Match("""
                ^\{"masakariFault": \{"code": 500, "message": "Unexpected API Error\. Please report this at https://bugs\.launchpad\.net/masakari/ and attach the Masakari API log if possible\.\\n<class '[A-Za-z.]+Exception'>"\}\}$
                """.TrimEnd()));
            Assert.That((answer.Header("OpenStack-API-Version"), answer.Header("Vary")), Is.EqualTo(("instance-ha 1.3", "OpenStack-API-Version")));
            AssertUsualHeaders(answer);
            Assert.That(Trouble.Lines, Has.Count.EqualTo(1));
        }
        finally
        {
            await ExecuteAsync("ALTER TABLE vmoves_elsewhere RENAME TO vmoves");
        }
    }

    [Test]
    public async Task Says_nothing_of_what_broke_outside_of_an_operation()
    {
        var trouble = LogLines.OfTrouble();
        await using var api = await ApiServer.StartAsync(database: Database, adjust: services => services.AddSingleton<IAuthenticator, Broken>(), log: trouble);

        var answer = await api.GetAsync("/v1/segments", ("OpenStack-API-Version", "instance-ha 1.3"));

        Assert.That((answer.Status, answer.Body), Is.EqualTo((500,
            "{\"masakariFault\": {\"code\": 500, \"message\": \"The server has either erred or is incapable of performing the requested operation.\"}}")));
        Assert.That(answer.Header("OpenStack-API-Version"), Is.Null);
        AssertUsualHeaders(answer);
        Assert.That(trouble.Lines, Has.Count.EqualTo(1));
    }

    private sealed class Broken : IAuthenticator
    {
        public Task<AuthVerdict> CheckAsync(HttpRequest request, CancellationToken ct) => throw new InvalidOperationException("out of order");
    }
}
