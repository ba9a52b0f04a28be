namespace Huset.Analytics.Features.Volumes;

/// <summary>The slices of the volumes, for Program.cs.</summary>
public static class VolumeRoutes
{
    public static void AddVolumes(this IServiceCollection services) => services
        .AddScoped<VolumeKinds>()
        .AddScoped<ImportVolumes.Handler>()
        .AddScoped<ListVolumes.Handler>();

    public static void MapVolumes(this RouteGroupBuilder volumes)
    {
        ListVolumes.Map(volumes);
        ImportVolumes.Map(volumes);
    }
}
