using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Clouds in which many hosts die at the same time.</summary>
internal static class MassFailureStory
{
    /// <summary>Hosts c1, c2, … with one server each in one segment; others outside of it.</summary>
    public static async Task<MasakariScenario> BeginAsync(int hosts, int others = 0, string conf = "")
    {
        var names = Enumerable.Range(1, hosts).Select(number => $"c{number}").ToArray();
        var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            foreach (var name in names)
            {
                cloud.AddHost(name);
                cloud.AddServer(name, $"vm-{name}");
            }
            foreach (var number in Enumerable.Range(1, others))
                cloud.AddHost($"other{number}");
        }, conf);
        await masakari.RegisterAsync("auto", names);
        return masakari;
    }

    /// <summary>c1, c2, … die together and are reported; no time passes.</summary>
    public static async Task<IReadOnlyList<Guid>> LoseAsync(MasakariScenario masakari, int count)
    {
        var notifications = new List<Guid>();
        foreach (var number in Enumerable.Range(1, count))
            masakari.Cloud.KillHost($"c{number}");
        foreach (var number in Enumerable.Range(1, count))
            notifications.Add(await masakari.NotifyAsync($"c{number}"));
        return notifications;
    }
}
