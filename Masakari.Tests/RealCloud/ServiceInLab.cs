using NUnit.Framework.Interfaces;

namespace Masakari.Tests.RealCloud;

/// <summary>The service on an empty database, at the address in the lab's catalogue, for the clients.</summary>
internal sealed class ServiceInLab : IAsyncDisposable
{
    private readonly ServiceDatabase database;
    private MasakariProcess? masakari;

    private ServiceInLab(ServiceDatabase database) => this.database = database;

    public static async Task<ServiceInLab> StartAsync()
    {
        var service = new ServiceInLab(await ServiceDatabase.CreateAsync(TheLab.Lab));
        try
        {
            var root = new Uri($"http://127.0.0.1:{TheLab.Lab["LAB_MASAKARI_PORT"]}/");
            service.masakari = await MasakariProcess.StartAsync(LabConf.For(TheLab.Lab, service.database.Url), root);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the service; its log is shown unless all tests passed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (masakari is not null)
        {
            if (TestContext.CurrentContext.Result.Outcome.Status != TestStatus.Passed)
                await TestContext.Out.WriteLineAsync(masakari.Log);
            await masakari.DisposeAsync();
        }
        await database.DisposeAsync();
    }
}
