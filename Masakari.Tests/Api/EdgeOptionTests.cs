using Masakari.Tests.Persistence;

namespace Masakari.Tests.Api;

/// <summary>Options that change answers and that no other fixture covers.</summary>
internal sealed class EdgeOptionTests(string kind) : OnEveryDatabase(kind)
{
    [TestCase("", 2)]
    [TestCase("?limit=1", 1)]
    [TestCase("?limit=5", 2)]
    public async Task A_listing_is_never_longer_than_its_limit(string query, int count)
    {
        await using var api = await ApiServer.StartAsync(database: Database, moreOptions: "osapi_max_limit = 2");
        foreach (var name in new[] { "a", "b", "c" })
            await api.SendAsync("POST", "/v1/segments", $$$"""{"segment": {"name": "{{{name}}}", "recovery_method": "auto", "service_type": "C"}}""");

        var answer = await api.GetAsync("/v1/segments" + query);

        Assert.That(answer.Json["segments"]!.AsArray(), Has.Count.EqualTo(count));
    }

    [TestCase("/v1/Team_7/segments", "Team_7", 200)]
    [TestCase("/v1/Team_7/segments", "other", 400)]
    [TestCase("/v1/Team_7x/segments", "Team_7x", 404)]
    [TestCase("/v1/abc/segments", "abc", 404)]
    public async Task A_project_id_looks_as_the_operator_says(string path, string project, int status)
    {
        await using var api = await ApiServer.StartAsync(database: Database, moreOptions: "[osapi_v1]\nproject_id_regex = Team_[0-9]");

        var answer = await api.GetAsync(path, ("X-Project-Id", project));

        Assert.That(answer.Status, Is.EqualTo(status));
    }
}
