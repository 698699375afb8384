# The same image as "dotnet publish src/Coordinator /t:PublishContainer" makes, for those who build with an engine.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Coordinator --configuration Release --output /app --property:UseAppHost=false

# Without a shell and a package manager: nothing in it but .NET and what that needs.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
# A number, as Kubernetes cannot tell of a name whether it is root.
USER 1654
EXPOSE 4053 4054 8080
# By its whole path: the working directory of a pod is another.
ENTRYPOINT ["dotnet", "/app/Coordinator.dll"]
