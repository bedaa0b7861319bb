using Masakari.Core.OpenStack;

namespace Masakari.Tests.OpenStack;

/// <summary>Catches the exceptions of failing calls.</summary>
internal static class Failures
{
    /// <summary>The exception of a call that must fail.</summary>
    public static async Task<OpenStackException> OfAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (OpenStackException e)
        {
            return e;
        }

        throw new AssertionException("The call should have failed.");
    }
}
