# Stage 1 installs and generates; stage 2 holds what runs, without development tools, as an ordinary user.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY prisma ./prisma
RUN npm ci --ignore-scripts --omit=optional && npx prisma generate && npm prune --ignore-scripts --omit=dev --omit=optional

FROM node:24-bookworm-slim
ENV NODE_ENV=production LC_ALL=C.UTF-8 HOST=0.0.0.0 MEHNAT_DATA=/data MEHNAT_KEYS=/keys/keys.json
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY prisma/migrations ./prisma/migrations
COPY locales ./locales
COPY src ./src
COPY --from=build /app/src/store/client ./src/store/client
RUN mkdir /data /keys && chown node:node /data /keys
USER node
VOLUME ["/data", "/keys"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/cli.ts", "start"]
