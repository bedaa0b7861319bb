namespace Masakari.Tests.Exerciser;

/// <summary>The operator's orders to the engine.</summary>
internal static class OperatorDeeds
{
    public static async Task PauseAsync(StoryStage stage, Random random)
    {
        await stage.Control.PauseAsync("operator", "storage is being moved", lasts: null, default);
        await stage.PassAsync(random.Next(1, 60));
        await stage.Control.ResumeAsync("operator", default);
    }

    public static async Task AbortAsync(StoryStage stage, Random random)
    {
        var open = stage.Truth.Reports.Where(report => report.End is null && !report.Aborted).ToList();
        if (open.Count == 0) return;
        var report = open[random.Next(open.Count)];
        report.Aborted = await stage.Control.AbortAsync(report.Notification, "operator", "wrong host", default) is null;
    }
}
