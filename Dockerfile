# 策问 in a container: compiled in one image, run in another that has no compiler, as a user without rights.
#   docker build -t cewen .
#   docker run -d --name cewen --restart unless-stopped --read-only --tmpfs /tmp --cap-drop ALL \
#     --security-opt no-new-privileges --memory 2g -v cewen:/data -p 127.0.0.1:8787:8787 cewen

FROM node:20.20-bookworm-slim AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends make g++ python3 \
  && rm -rf /var/lib/apt/lists/*
# The native parts compile against the headers that this image has; otherwise node-gyp fetches them.
ENV npm_config_nodedir=/usr/local
WORKDIR /cewen
COPY package.json package-lock.json .npmrc tsconfig.json ./
COPY src src
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:20.20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 INDEX_DIR=/data/builds GAPS_DIR=/data/gaps
# Memory that a replaced index leaves goes back to the system: glibc otherwise keeps it, in pieces, in every thread.
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072
WORKDIR /cewen
COPY package.json ./
COPY index/model index/model
COPY seeds seeds
COPY prompts prompts
COPY --from=build /cewen/node_modules node_modules
COPY --from=build /cewen/dist dist
# Only /data is written to, and jieba's list of words in /tmp while it starts.
RUN mkdir -m 700 /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 8787
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8787}/api/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/bin.js", "serve"]
