using Microsoft.AspNetCore.Mvc.Testing;

namespace Masakari.Tests;

public sealed class VersionsTests
{
    [Test]
    public async Task Answers_the_version_list_without_a_token()
    {
        await using var host = new WebApplicationFactory<Program>();

        using var answer = await host.CreateClient().GetAsync(new Uri("/", UriKind.Relative));

        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
    }
}
