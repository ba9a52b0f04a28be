using Huset.ServiceDefaults;

namespace Huset.Analytics.Features.Thread;

/// <summary>The red thread and what this service's own things are called on it, for Program.cs.</summary>
public static class ThreadRoutes
{
    public static void AddThread(this IServiceCollection services) => services
        .AddScoped<ReadThread.Handler>()
        .AddScoped<OwnTexts>()
        .AddSingleton<ThreadLinks>()
        .AddSingleton<Kinds>()
        .AddThreadTexts<TellOwn>(TellOwn.Types);
}
