using System.Globalization;
using System.Text.Json;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// The test assembly as a program: a simulated cloud in a process of its own, so that the cloud and the measured service share neither
/// memory nor threads. Its arguments are the numbers of a <see cref="BenchmarkCloud"/>. It writes its URL, then answers each line of its
/// input with one line, and ends with its input.
/// </summary>
internal static class CloudProgram
{
    public const string Kill = "kill", Crash = "crash", Report = "report";

    public static async Task Main(string[] arguments)
    {
        if (arguments[0] == StormProgram.Word)
        {
            await StormProgram.RunAsync(arguments[1], arguments[2], Number(arguments[3]));
            return;
        }

        var setting = new BenchmarkCloud(Number(arguments[0]), Number(arguments[1]), Number(arguments[2]));
        var cloud = setting.Build(TimeProvider.System);
        await using var server = await SimulatedCloudServer.StartAsync(cloud, 0, default);
        await Console.Out.WriteLineAsync($"{server.BaseUrl}");
        while (await Console.In.ReadLineAsync() is { } order)
            await Console.Out.WriteLineAsync(Obey(order, setting, cloud));
    }

    private static string Obey(string order, BenchmarkCloud setting, SimulatedCloud cloud)
    {
        if (order == Report) return JsonSerializer.Serialize(CloudReport.Of(cloud, setting));
        if (order == Kill) setting.Kill(cloud);
        else setting.Crash(cloud);
        return order;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
