namespace Masakari.Host.Auth;

internal static class AuthRegistration
{
    public static IServiceCollection AddAuth(this IServiceCollection services, AuthOptions options)
    {
        services.AddSingleton(options).AddSingleton<TokenCache>();
        return options.AsksKeystone
            ? services.AddSingleton<IAuthenticator, KeystoneAuthenticator>()
            : services.AddSingleton<IAuthenticator, EverybodyIsAdmin>();
    }
}
